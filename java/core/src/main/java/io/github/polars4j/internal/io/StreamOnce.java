package io.github.polars4j.internal.io;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's stream, which can be read once. A look at the schema comes before the reading, so it
 * keeps all bytes, in blocks, for what may exceed an array.
 */
final class StreamOnce implements Input.Opening {
  private static final int BLOCK = 1 << 20;

  private final InputStream in;
  private @Nullable List<byte[]> kept;
  private boolean read;

  StreamOnce(InputStream in) {
    this.in = in;
  }

  @Override
  public Source open(boolean last) throws IOException {
    if (read) {
      throw new IllegalStateException("the InputStream has been read: it can be read once");
    }
    if (last) {
      read = true;
    } else if (kept == null) {
      kept = readAll();
    }
    Source source = new StreamSource(kept == null ? in : over(kept), false);
    if (last) {
      kept = null;
    }
    return source;
  }

  private List<byte[]> readAll() throws IOException {
    read = true; // stays so if it fails half-way
    List<byte[]> blocks = new ArrayList<>();
    for (byte[] block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
      blocks.add(block);
    }
    read = false;
    return blocks;
  }

  private static InputStream over(List<byte[]> blocks) {
    return new SequenceInputStream(
        Collections.enumeration(blocks.stream().map(ByteArrayInputStream::new).toList()));
  }
}
