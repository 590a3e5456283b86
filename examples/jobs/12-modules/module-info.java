module shop {
  requires io.github.polars4j;

  opens shop;
}
