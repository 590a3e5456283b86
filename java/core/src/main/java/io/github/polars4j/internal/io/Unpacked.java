package io.github.polars4j.internal.io;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** What gzip, in one member or several, or zlib has packed; nothing is left out. */
final class Unpacked extends InputStream {
  private static final int BYTES = 1 << 14;
  private static final int GZIP = 0x8b1f;
  private static final int ZSTD = 0xb528;
  private static final int DEFLATED = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  /** How many bytes tell zlib from text that begins with the same two characters. */
  private static final int PROBE = 1024;

  private final InputStream in;
  private final boolean gzip;
  private final Inflater inflater;
  private final CRC32 crc = new CRC32();
  private final byte[] packed = new byte[BYTES];
  private int place;
  private int length;
  private boolean ended;

  private Unpacked(InputStream in, boolean gzip) throws IOException {
    this.in = in;
    this.gzip = gzip;
    this.inflater = new Inflater(gzip);
    if (gzip) {
      header(next());
      inflater.setInput(packed, place, length - place);
    }
  }

  /** The stream itself if it is not packed. Zstandard is refused. */
  static InputStream of(InputStream in) throws IOException {
    byte[] magic = in.readNBytes(2);
    int number = magic.length < 2 ? 0 : (magic[0] & 0xff) | (magic[1] & 0xff) << 8;
    if (number == ZSTD) {
      throw new IOException(
          "withEncoding reads text as it is, or out of gzip or zlib, and this is zstd");
    }
    boolean maybeZlib = (number & 0xff) == 0x78 && ((number & 0xff) << 8 | number >> 8) % 31 == 0;
    byte[] more = maybeZlib ? in.readNBytes(PROBE - magic.length) : new byte[0];
    byte[] start = new byte[magic.length + more.length];
    System.arraycopy(magic, 0, start, 0, magic.length);
    System.arraycopy(more, 0, start, magic.length, more.length);
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(start), in);
    if (number == GZIP) {
      return new Unpacked(all, true);
    }
    return maybeZlib && !isText(start) && inflates(start) ? new Unpacked(all, false) : all;
  }

  private static boolean isText(byte[] start) {
    String text = new String(start, StandardCharsets.UTF_8);
    int last = text.lastIndexOf('\ufffd'); // one at the end may be a character that is cut off
    boolean whole = last < 0 || (last == text.length() - 1 && text.indexOf('\ufffd') == last);
    return whole
        && text.chars().noneMatch(c -> Character.isISOControl(c) && "\t\r\n".indexOf(c) < 0);
  }

  private static boolean inflates(byte[] start) {
    Inflater probe = new Inflater();
    try {
      byte[] out = new byte[BYTES];
      probe.setInput(start);
      while (probe.inflate(out) > 0) {
        continue;
      }
      return !probe.needsDictionary();
    } catch (DataFormatException e) {
      return false;
    } finally {
      probe.end();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (ended || count == 0) {
      return ended ? -1 : 0;
    }
    try {
      while (true) {
        int inflated = inflater.inflate(target, offset, count);
        if (inflated > 0) {
          crc.update(target, offset, inflated);
          return inflated;
        } else if (inflater.finished()) {
          if (!another()) {
            ended = true;
            inflater.end();
            return -1;
          }
        } else if (inflater.needsDictionary()) {
          throw new ZipException("it is packed with a dictionary");
        } else {
          fill();
          inflater.setInput(packed, 0, length);
          place = length;
        }
      }
    } catch (DataFormatException e) {
      throw new ZipException("what is packed is damaged: " + e.getMessage());
    }
  }

  /** Ends a member, and begins with the next one. */
  private boolean another() throws IOException {
    place = length - inflater.getRemaining();
    if (!gzip) {
      if (!atEnd()) {
        throw new ZipException("something follows what zlib has packed");
      }
      return false;
    }
    if (number() != crc.getValue() || number() != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException("what is packed is damaged: its checksum or length is another");
    }
    if (atEnd()) {
      return false;
    }
    header(next());
    inflater.reset();
    crc.reset();
    inflater.setInput(packed, place, length - place);
    return true;
  }

  private void header(int first) throws IOException {
    if ((first | next() << 8) != GZIP || next() != DEFLATED) {
      throw new ZipException("something follows what gzip has packed, or it is not deflated");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("a gzip header has flags that are none");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    for (int text : new int[] {NAME, COMMENT}) {
      while ((flags & text) != 0 && next() != 0) {
        continue;
      }
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private long number() throws IOException {
    long number = next() | next() << 8 | next() << 16;
    return number | (long) next() << 24;
  }

  private int next() throws IOException {
    if (place == length) {
      fill();
    }
    return packed[place++] & 0xff;
  }

  private boolean atEnd() throws IOException {
    if (place == length) {
      length = Math.max(0, in.read(packed));
      place = 0;
    }
    return length == 0;
  }

  private void fill() throws IOException {
    length = 0;
    place = 0;
    if (atEnd()) {
      throw new EOFException("what is packed ends too early");
    }
  }
}
