package io.github.polars4j.internal.wire;

/** Strict UTF-8: a lone surrogate is refused, where the JDK's encoder writes a question mark. */
public final class Utf8 {
  private Utf8() {}

  /**
   * Writes {@code text} to {@code to} from {@code at} on, where {@link #length} bytes must be free.
   *
   * @return the end of what was written, or {@code ~index} of a lone surrogate
   */
  public static int encode(String text, byte[] to, int at) {
    int length = text.length();
    int i = 0;
    while (i < length && text.charAt(i) < 0x80) {
      to[at++] = (byte) text.charAt(i++);
    }
    while (i < length) {
      char c = text.charAt(i);
      if (c < 0x80) {
        to[at++] = (byte) c;
      } else if (c < 0x800) {
        to[at++] = (byte) (0xc0 | c >> 6);
        to[at++] = (byte) (0x80 | c & 0x3f);
      } else if (!Character.isSurrogate(c)) {
        to[at++] = (byte) (0xe0 | c >> 12);
        to[at++] = (byte) (0x80 | c >> 6 & 0x3f);
        to[at++] = (byte) (0x80 | c & 0x3f);
      } else if (isPair(text, i)) {
        int point = text.codePointAt(i++);
        to[at++] = (byte) (0xf0 | point >> 18);
        to[at++] = (byte) (0x80 | point >> 12 & 0x3f);
        to[at++] = (byte) (0x80 | point >> 6 & 0x3f);
        to[at++] = (byte) (0x80 | point & 0x3f);
      } else {
        return ~i;
      }
      i++;
    }
    return at;
  }

  /** How many bytes {@code text} takes; a lone surrogate counts as three. */
  public static long length(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800) {
        bytes += 2;
        if (isPair(text, i)) {
          i++; // four bytes for two chars: the second one is counted already
        }
      } else if (c >= 0x80) {
        bytes++;
      }
    }
    return bytes;
  }

  /**
   * {@code text}, which must be Unicode text.
   *
   * @throws IllegalArgumentException if it holds a lone surrogate; {@code what} says what it is
   */
  public static String check(String what, String text) {
    if (text == null) {
      throw new NullPointerException(what);
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!isPair(text, i)) {
          throw new IllegalArgumentException(what + ": " + loneSurrogate(text, i));
        }
        i++;
      }
    }
    return text;
  }

  /** Says what is wrong at {@code index}. */
  public static String loneSurrogate(String text, int index) {
    return String.format(
        "the lone surrogate U+%04X at index %d is no Unicode text",
        (int) text.charAt(index), index);
  }

  private static boolean isPair(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }
}
