package io.github.polars4j;

/** Says what {@link DatasetWriter} does where its folder has files already. */
public enum ExistingData {
  /** The write is refused. */
  ERROR,
  /** The new files stand beside the old ones, with names of their own. */
  ADD
}
