# Sourced: the platforms and the compilers for them, set up in a folder of their own on first use.

repo=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cross=${CARGO_TARGET_DIR:-$HOME/.cache/polars4j}/cross
source "$repo/native/cross/versions"

platforms=(linux-x86-64 linux-aarch64 linux-musl-x86-64 linux-musl-aarch64 win32-x86-64 darwin-aarch64 darwin-x86-64)

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

# Sets target, zig_target and library.
platform() {
  library=libpolars4j.so
  case $1 in
    linux-x86-64) target=x86_64-unknown-linux-gnu zig_target=x86_64-linux-gnu.$GLIBC ;;
    linux-aarch64) target=aarch64-unknown-linux-gnu zig_target=aarch64-linux-gnu.$GLIBC ;;
    linux-musl-x86-64) target=x86_64-unknown-linux-musl zig_target=x86_64-linux-musl ;;
    linux-musl-aarch64) target=aarch64-unknown-linux-musl zig_target=aarch64-linux-musl ;;
    win32-x86-64) target=x86_64-pc-windows-gnullvm zig_target=x86_64-windows-gnu library=polars4j.dll ;;
    darwin-aarch64) target=aarch64-apple-darwin zig_target=aarch64-macos library=libpolars4j.dylib ;;
    darwin-x86-64) target=x86_64-apple-darwin zig_target=x86_64-macos library=libpolars4j.dylib ;;
    *) fail "no platform $1; there are ${platforms[*]}" ;;
  esac
}

# need COMMAND|FILE PACKAGE: installs Debian's package where the command or file is missing.
need() {
  local sudo=
  if command -v "$1" >/dev/null || [ -f "$1" ]; then
    return
  fi
  command -v apt-get >/dev/null || fail "$1 is missing: install it"
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -q >&2
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$2" >&2
}

# make FOLDER COMMAND...: fills a folder whole or not at all.
make() {
  local folder=$1
  shift
  if [ ! -d "$folder" ]; then
    echo "${0##*/}: setting up $folder" >&2
    rm -rf "$folder.new"
    mkdir -p "$folder.new"
    "$@" "$folder.new"
    mv "$folder.new" "$folder"
  fi
}

# debs PACKAGE... FOLDER: extracts Debian packages without installing them.
debs() {
  local folder=${*: -1} packages=("${@:1:$#-1}") apt=$cross/apt deb
  if [ ! -f "$apt/apt.conf" ]; then
    mkdir -p "$apt"/{lists,archives}/partial
    touch "$apt/status"
    cat >"$apt/apt.conf.new" <<END
Dir::State::Lists "$apt/lists";
Dir::State::Status "$apt/status";
Dir::Cache "$apt";
Dir::Cache::Archives "$apt/archives";
APT::Architecture "amd64";
APT::Architectures { "amd64"; "arm64"; };
APT::Sandbox::User "root";
Acquire::Languages "none";
END
    APT_CONFIG=$apt/apt.conf.new apt-get update -q >&2
    mv "$apt/apt.conf.new" "$apt/apt.conf"
  fi
  mkdir "$folder/debs"
  (cd "$folder/debs" && APT_CONFIG=$apt/apt.conf apt-get download -q "${packages[@]}" >&2)
  for deb in "$folder"/debs/*.deb; do
    dpkg-deb -x "$deb" "$folder"
  done
  rm -r "$folder/debs"
}

rust() {
  local version=$RUST+dfsg1-*
  debs "rustc-web=$version" "cargo-web=$version" "rust-web-src=$version" \
    "libstd-rust-web-${RUST%.*}=$version" \
    "libstd-rust-web-dev=$version" "libstd-rust-web-dev:arm64=$version" \
    libgit2-1.5 libhttp-parser2.9 libmbedtls14 libmbedx509-1 libmbedcrypto7 \
    "libllvm$LLVM" "llvm-$LLVM" "lld-$LLVM" "$1"
}

zig() {
  need pip3 python3-pip
  python3 -m pip install --quiet --no-deps --target "$1" "ziglang==$ZIG_VERSION"
}

# Sets up the compilers and points cargo at them.
toolchain() {
  local rust=$cross/rust-$RUST zig=$cross/zig-$ZIG_VERSION llvm tool
  need cc gcc
  need /usr/include/stdlib.h libc6-dev
  need git git
  need python3 python3
  need javac openjdk-17-jdk-headless
  make "$rust" rust
  make "$zig" zig
  llvm=$rust/usr/lib/llvm-$LLVM/bin
  # Cargo builds anew when their path changes: it is the same for every clone.
  mkdir -p "$cross/bin" "$cross/sdk"
  for tool in cc ar linker; do
    install -C "$repo/native/cross/$tool" "$cross/bin/$tool"
  done
  export PATH=$rust/usr/bin:$PATH
  export LD_LIBRARY_PATH=$rust/usr/lib/x86_64-linux-gnu:$rust/usr/lib/llvm-$LLVM/lib
  export ZIG=$zig/ziglang/zig LLD=$llvm/lld NM=$llvm/llvm-nm
  export ZIG_GLOBAL_CACHE_DIR=$cross/zig-cache ZIG_LOCAL_CACHE_DIR=$cross/zig-cache
  export CARGO_HOME=${CARGO_HOME:-$HOME/.cargo}
  # Debian's std can be built anew for other targets, which cargo calls unstable.
  export RUSTC_BOOTSTRAP=1
  export MACOSX_DEPLOYMENT_TARGET=$MACOS SDKROOT=$cross/sdk
}

# compile PLATFORM: cargo's build of it, into target/cross.
compile() {
  platform "$1"
  local name=${target//-/_} flags=() options=() last=("-Clinker=$cross/bin/linker")
  # No path of this machine gets into the library.
  flags+=("--remap-path-prefix=$CARGO_HOME/registry/src=/cargo")
  flags+=("--remap-path-prefix=$cross/rust-$RUST/usr/src=/rust")
  flags+=("--remap-path-prefix=$cross/target=/target")
  case $1 in
    linux-x86-64 | linux-aarch64) ;;
    *)
      options+=("-Zbuild-std=std,panic_unwind")
      flags+=("--remap-path-prefix=$cross/rust-$RUST/usr/lib/rustlib/src/rust=/rust")
      ;;
  esac
  case $1 in
    linux-musl-*) flags+=("-Ctarget-feature=-crt-static") ;;
    # LLVM's own way of calling its linker, which strips as it links.
    darwin-*) last+=("-Clinker-flavor=ld64.lld" "-Cstrip=none") ;;
  esac
  (
    cd "$repo"
    export ZIG_TARGET=$zig_target
    export "CC_$name=$cross/bin/cc" "AR_$name=$cross/bin/ar"
    export "CARGO_TARGET_${name^^}_RUSTFLAGS=${flags[*]}"
    unset CARGO_TARGET_DIR RUSTFLAGS CARGO_ENCODED_RUSTFLAGS
    # Clones share what cargo compiles; build.rs watches this so that none gets another's library.
    CARGO_BUILD_BUILD_DIR=$cross/target POLARS4J_CHECKOUT=$repo \
      cargo rustc --release --locked --lib --target "$target" --target-dir target/cross "${options[@]}" \
      -- "${last[@]}"
  )
}
