module shop {
  requires org.apache.arrow.memory.core;
  requires org.apache.arrow.vector;
}
