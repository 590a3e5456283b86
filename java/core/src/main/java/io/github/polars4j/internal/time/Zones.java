package io.github.polars4j.internal.time;

import io.github.polars4j.InvalidOperationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.zone.ZoneRulesException;
import java.util.Map;

/** Time zones by name, also those that polars knows and this JVM does not. */
public final class Zones {
  /** Zones that some JDKs lack, with the region that tzdata links them to. */
  private static final Map<String, String> LINKS =
      Map.of(
          "EST", "America/Panama",
          "MST", "America/Phoenix",
          "HST", "Pacific/Honolulu",
          "ROC", "Asia/Taipei");

  /** How many bytes the region UTC takes at the end of a stream: the block that holds its name. */
  private static final int UTC_BLOCK = 9;

  private static final int BLOCK = 0x77; // ObjectStreamConstants.TC_BLOCKDATA
  private static final int END = 0x78; // ObjectStreamConstants.TC_ENDBLOCKDATA
  private static final int REGION = 7; // in the serialized form of ZoneId
  private static final int MAX_NAME = 200;

  private Zones() {}

  /** The zone of that name; it has no rules if this JVM does not know it. */
  public static ZoneId named(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      try {
        return withoutRules(name);
      } catch (IOException | ClassNotFoundException | RuntimeException e) {
        throw new InvalidOperationException(
            "no time zone is named \"" + name + "\": " + e.getMessage());
      }
    }
  }

  /** The zone whose rules hold in {@code zone}: itself, or the one that it is a name of. */
  public static ZoneId ruled(ZoneId zone) {
    try {
      zone.getRules();
      return zone;
    } catch (ZoneRulesException e) {
      String link = LINKS.get(zone.getId());
      if (link == null) {
        throw new InvalidOperationException(
            "this JVM has no rules for the time zone \"" + zone.getId() + "\"");
      }
      return ZoneId.of(link);
    }
  }

  /** Whether values in {@code zone} may go into a column of a type in {@code column}. */
  public static boolean same(ZoneId zone, ZoneId column) {
    return zone.equals(column) || zone.getId().equals(LINKS.get(column.getId()));
  }

  /** The only way to such a ZoneId: it says that one may be deserialized where it is unknown. */
  private static ZoneId withoutRules(String name) throws IOException, ClassNotFoundException {
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException("the name is too long");
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new DataOutputStream(text).writeUTF(name);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(ZoneId.of("UTC"));
    byte[] utc = bytes.toByteArray();
    bytes.reset();
    bytes.write(utc, 0, utc.length - UTC_BLOCK);
    bytes.write(BLOCK);
    bytes.write(1 + text.size());
    bytes.write(REGION);
    text.writeTo(bytes);
    bytes.write(END);
    return (ZoneId)
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }
}
