import java.io.FileInputStream
import java.io.FileOutputStream
import org.apache.arrow.memory.BufferAllocator
import org.apache.arrow.memory.RootAllocator
import org.apache.arrow.vector.BigIntVector
import org.apache.arrow.vector.VarCharVector
import org.apache.arrow.vector.VectorSchemaRoot
import org.apache.arrow.vector.ipc.ArrowFileReader
import org.apache.arrow.vector.ipc.ArrowFileWriter

data class Person(val id: Long, val name: String?)

fun write(allocator: BufferAllocator, people: List<Person>) {
    val id = BigIntVector("id", allocator)
    val name = VarCharVector("name", allocator)
    VectorSchemaRoot.of(id, name).use { root ->
        people.forEachIndexed { row, person ->
            id.setSafe(row, person.id)
            when (val text = person.name) {
                null -> name.setNull(row)
                else -> name.setSafe(row, text.toByteArray())
            }
        }
        root.rowCount = people.size
        FileOutputStream("people.arrow").use { out ->
            ArrowFileWriter(root, null, out.channel).use { writer ->
                writer.start()
                writer.writeBatch()
                writer.end()
            }
        }
    }
}

fun read(allocator: BufferAllocator): List<Person> {
    val people = mutableListOf<Person>()
    FileInputStream("people.arrow").use { file ->
        ArrowFileReader(file.channel, allocator).use { reader ->
            val root = reader.vectorSchemaRoot
            while (reader.loadNextBatch()) {
                val id = root.getVector("id") as BigIntVector
                val name = root.getVector("name") as VarCharVector
                for (row in 0 until root.rowCount) {
                    people += Person(id.get(row), name.getObject(row)?.toString())
                }
            }
        }
    }
    return people
}

fun main() {
    val people = listOf(Person(1, "Ann"), Person(2, null), Person(3, "Bob"))
    RootAllocator().use { allocator ->
        write(allocator, people)
        println(if (read(allocator) == people) "equal" else "different")
    }
}
