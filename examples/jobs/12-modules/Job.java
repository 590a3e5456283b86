package shop;

import io.github.polars4j.DataFrame;
import java.io.IOException;
import java.util.List;

public final class Job {
  record Person(long id, String name) {}

  public static void main(String[] args) throws IOException {
    List<Person> people = List.of(new Person(1, "Ann"), new Person(2, null), new Person(3, "Bob"));
    try (DataFrame frame = DataFrame.fromRecords(Person.class, people)) {
      frame.write("people.arrow");
    }
    try (DataFrame frame = DataFrame.read("people.arrow")) {
      System.out.println(frame.toRecords(Person.class).equals(people) ? "equal" : "different");
    }
  }
}
