package io.github.polars4j.internal.io;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Makes names in a folder outlast a crash. */
public final class FolderSync {
  private FolderSync() {}

  /** Syncs a folder; Windows opens none, and keeps a journal of names. */
  public static void sync(@Nullable Path folder) throws IOException {
    if (folder == null || File.separatorChar == '\\') {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
