/*
 * Loads a library into a process of musl's own loader, every symbol resolved, and calls it. There is no
 * JVM for musl to be had here, so this is as much of one as Polars4j.info() asks for.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of JNI's function table. */
enum { GET_VERSION = 4, NEW_STRING_UTF = 167, GET_JAVA_VM = 219, EXCEPTION_CHECK = 228, FUNCTIONS = 235 };

static void *functions[FUNCTIONS];
static void **env = functions;
static void *vm_functions[8];
static void **vm = vm_functions;

static void unknown(void) {
  fputs("a JNI function was called that this test doesn't have\n", stderr);
  exit(1);
}

static int get_version(void *self) { return 0x00090000; }

static void *new_string_utf(void *self, const char *text) { return strdup(text); }

static unsigned char exception_check(void *self) { return 0; }

static int get_java_vm(void *self, void **result) {
  *result = &vm;
  return 0;
}

static int get_env(void *self, void **result, int version) {
  *result = &env;
  return 0;
}

int main(int argc, char **argv) {
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  const char *(*info)(void *, void *) = dlsym(library, "Java_io_github_polars4j_Polars4j_info");
  if (!info) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  for (int i = 0; i < FUNCTIONS; i++) {
    functions[i] = unknown;
  }
  for (int i = 0; i < 8; i++) {
    vm_functions[i] = unknown;
  }
  functions[GET_VERSION] = get_version;
  functions[NEW_STRING_UTF] = new_string_utf;
  functions[GET_JAVA_VM] = get_java_vm;
  functions[EXCEPTION_CHECK] = exception_check;
  vm_functions[6] = get_env;
  const char *text = info(&env, &env);
  if (!text) {
    fputs("info() is null\n", stderr);
    return 1;
  }
  printf("%s\n", text);
  if (!strstr(text, argv[2])) {
    fprintf(stderr, "not for %s\n", argv[2]);
    return 1;
  }
  puts("1 passed, 0 failed");
  return 0;
}
