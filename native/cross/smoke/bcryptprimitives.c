/* Stands in for the library of that name, which wine 8 lacks and Rust's std imports. For tests only. */
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *bytes, unsigned long length);

__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *bytes, unsigned long long length) {
  while (length > 0) {
    unsigned long part = length > 0x10000000 ? 0x10000000 : (unsigned long)length;
    if (!SystemFunction036(bytes, part)) {
      return 0;
    }
    bytes += part;
    length -= part;
  }
  return 1;
}
