/*
 * Loads a library into a process of musl's own loader, every symbol resolved, and calls it. There is no
 * JVM for musl to be had here, so this is as much of one as Polars4j.info() asks for.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Numbers of JNI's function table. */
enum {
  GET_VERSION = 4,
  FIND_CLASS = 6,
  PUSH_LOCAL_FRAME = 19,
  POP_LOCAL_FRAME = 20,
  NEW_GLOBAL_REF = 21,
  IS_SAME_OBJECT = 24,
  IS_INSTANCE_OF = 32,
  GET_METHOD_ID = 33,
  GET_STATIC_METHOD_ID = 113,
  NEW_STRING_UTF = 167,
  GET_JAVA_VM = 219,
  EXCEPTION_CHECK = 228,
  FUNCTIONS = 235
};

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

/* Every class and every method is this one: jni-rs looks up those that it may need. */
static void *found(void *self, const void *a, const void *b, const void *c) { return &env; }

static void *same(void *self, void *object) { return object; }

static unsigned char is_same(void *self, void *a, void *b) { return a == b; }

static unsigned char yes(void *self, void *object, void *type) { return 1; }

static int ok(void *self, int capacity) { return 0; }

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
  const char *(*info)(void *, void *) = dlsym(library, "Java_io_github_polars4j_Polars4j_info__");
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
  functions[FIND_CLASS] = functions[GET_METHOD_ID] = functions[GET_STATIC_METHOD_ID] = found;
  functions[PUSH_LOCAL_FRAME] = ok;
  functions[POP_LOCAL_FRAME] = functions[NEW_GLOBAL_REF] = same;
  functions[IS_SAME_OBJECT] = is_same;
  functions[IS_INSTANCE_OF] = yes;
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
