/** polars' own Arrow IPC writer, its readers and frames for Java. */
@SuppressWarnings("requires-automatic") // jjava.jupyter, only for those who have it
module io.github.polars4j {
  requires transitive java.sql;
  requires static com.sun.jna; // for the platform's name, which we know otherwise
  requires static transitive org.jspecify;
  requires static java.management; // for NativeMemory.registerMXBean
  requires static jdk.jfr; // for events
  requires static jjava.jupyter;

  exports io.github.polars4j;
}
