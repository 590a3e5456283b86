import io.github.polars4j.DataFrame
import io.github.polars4j.DataType
import io.github.polars4j.RowMapper

data class Person(val id: Long, val name: String?)

fun main() {
    val people = listOf(Person(1, "Ann"), Person(2, null), Person(3, "Bob"))
    val mapper = RowMapper.of(Person::class.java)
        .column("id", DataType.INT64, Person::id)
        .column("name", DataType.STRING, Person::name)
        .withReader { row -> Person(row.getLong("id"), row.getString("name")) }
    DataFrame.fromRows(people, mapper).use { it.write("people.arrow") }
    val read = DataFrame.read("people.arrow").use { it.toRows(mapper) }
    println(if (read == people) "equal" else "different")
}
