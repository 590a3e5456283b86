package io.github.polars4j.internal.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text in some encoding as a source of UTF-8, also out of gzip and zlib. Bytes that the encoding
 * does not have are refused with their line and place, or replaced.
 */
final class DecodingSource extends Source {
  private static final int CHARS = 1 << 14;

  private final Source from;
  private final String name;
  private final Charset charset;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(CHARS).flip();
  private final CharBuffer chars = CharBuffer.allocate(CHARS).flip();
  private InputStream in = InputStream.nullInputStream();
  private long place;
  private long feeds;
  private long returns;
  private State state = State.NEW;

  private enum State {
    NEW,
    READING,
    ENDED,
    FLUSHED
  }

  /** {@code name} is what messages call the text. */
  DecodingSource(Source from, String name, Charset charset, boolean lossy) {
    this.from = from;
    this.name = name;
    this.charset = charset;
    CodingErrorAction action = lossy ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
    this.decoder = charset.newDecoder().onMalformedInput(action).onUnmappableCharacter(action);
    this.encoder =
        StandardCharsets.UTF_8.newEncoder().onMalformedInput(action).onUnmappableCharacter(action);
  }

  @Override
  int capacity(int wanted) {
    return Math.max(wanted, 4); // a character
  }

  @Override
  int read(byte[] target, int most) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(target, 0, Math.max(most, 4));
    while (out.position() == 0) {
      if (!chars.hasRemaining() && !decode()) {
        return -1;
      }
      check(encoder.encode(chars, out, state == State.FLUSHED));
      if (chars.hasRemaining() && out.position() == 0) {
        refill(); // half of a character
      }
    }
    return out.position();
  }

  @Override
  int available() {
    return 0; // of what is decoded nobody knows
  }

  /** Makes some characters; false at the end. */
  private boolean decode() throws IOException {
    chars.clear();
    refillInto();
    chars.flip();
    return chars.hasRemaining();
  }

  private void refill() throws IOException {
    chars.compact();
    refillInto();
    chars.flip();
  }

  private void refillInto() throws IOException {
    if (state == State.NEW) {
      in = Unpacked.of(new SourceStream());
      state = State.READING;
      checkMark();
    }
    int before = chars.position();
    while (chars.position() == before && state != State.FLUSHED) {
      if (state == State.READING) {
        fillBytes();
      }
      int start = bytes.position();
      int from = chars.position();
      CoderResult result = decoder.decode(bytes, chars, state == State.ENDED);
      place += bytes.position() - start;
      countLines(from);
      check(result);
      if (state == State.ENDED && !bytes.hasRemaining()) {
        check(decoder.flush(chars));
        state = State.FLUSHED;
      }
    }
  }

  /** Refuses text whose byte order nothing tells: Java takes it for big-endian. */
  private void checkMark() throws IOException {
    if (!charset.name().equals("UTF-16") && !charset.name().equals("UTF-32")) {
      return;
    }
    while (state == State.READING && bytes.remaining() < Integer.BYTES) {
      fillBytes();
    }
    int units = bytes.remaining() / Short.BYTES;
    int first = units > 0 ? bytes.getShort(bytes.position()) & 0xffff : 0;
    int second = units > 1 ? bytes.getShort(bytes.position() + Short.BYTES) & 0xffff : 0;
    boolean marked =
        charset.name().equals("UTF-16")
            ? first == 0xfeff || first == 0xfffe
            : first == 0 && second == 0xfeff || first == 0xfffe && second == 0;
    if (!marked && bytes.hasRemaining()) {
      throw new Malformed(
          "%s: the text does not begin with a byte order mark: withEncoding %sLE or %sBE says its order"
              .formatted(name, charset.name(), charset.name()));
    }
  }

  private void fillBytes() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    bytes.position(bytes.position() + Math.max(count, 0)).flip();
    if (count < 0) {
      state = State.ENDED;
    }
  }

  private void countLines(int from) {
    for (int i = from; i < chars.position(); i++) {
      feeds += chars.get(i) == '\n' ? 1 : 0;
      returns += chars.get(i) == '\r' ? 1 : 0;
    }
  }

  private void check(CoderResult result) throws CharacterCodingException {
    if (result.isError()) {
      throw new Malformed(
          name
              + ": line "
              + (1 + (feeds == 0 ? returns : feeds))
              + ": byte "
              + place
              + " of the text does not begin a character of "
              + charset.name()
              + " (withEncoding says which other encoding it has, withLossyUtf8 replaces what is no"
              + " character)");
    }
  }

  @Override
  public void close() throws IOException {
    from.close();
  }

  /** What the encoding does not have. */
  private static final class Malformed extends CharacterCodingException {
    private static final long serialVersionUID = 1;
    private final String message;

    Malformed(String message) {
      this.message = message;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }

  /** The source as a stream. */
  private final class SourceStream extends InputStream {
    private final byte[] single = new byte[1];

    @Override
    public int read() throws IOException {
      return from.read(single, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (offset == 0) {
        return from.read(target, length);
      }
      byte[] part = new byte[length];
      int count = from.read(part, length);
      System.arraycopy(part, 0, target, offset, Math.max(count, 0));
      return count;
    }
  }
}
