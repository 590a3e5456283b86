package io.github.polars4j.internal.watch;

/** A write or a read under way, of which Flight Recorder may want to hear. */
public interface Watch {
  /** One that nobody wants to hear of. */
  Watch NONE =
      new Watch() {
        @Override
        public boolean on() {
          return false;
        }

        @Override
        public void end(long rows, long bytes, boolean done) {}
      };

  /** Whether its numbers are wanted at all. */
  boolean on();

  /** Ends it, the first time; {@code done} says whether it came to its good end. */
  void end(long rows, long bytes, boolean done);

  /** Begins a write. */
  static Watch write(String target, String format, String codec) {
    return Recorder.isOn() ? WriteEvent.start(target, format, codec) : NONE;
  }

  /** Begins a read. */
  static Watch read(String source, String format) {
    return Recorder.isOn() ? ReadEvent.start(source, format) : NONE;
  }

  /** Whether this JVM has Flight Recorder: small runtime images may not. */
  final class Recorder {
    private static final boolean THERE = isThere();

    private Recorder() {}

    /**
     * Whether anything was ever recorded: before, an event's class is not loaded, which takes long.
     */
    static boolean isOn() {
      return THERE && jdk.jfr.FlightRecorder.isInitialized();
    }

    private static boolean isThere() {
      return ModuleLayer.boot()
          .findModule("jdk.jfr")
          .filter(Watch.class.getModule()::canRead)
          .isPresent();
    }
  }
}
