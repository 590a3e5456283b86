package io.github.polars4j;

/**
 * One record batch of an Arrow IPC file.
 *
 * @param rows how many rows it has
 * @param bytes how many bytes it takes in the file, with its message
 */
public record RecordBatchInfo(long rows, long bytes) {}
