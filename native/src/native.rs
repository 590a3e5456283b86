//! The one way in which native methods are exported: one error policy, one map of types.

/// Exports the function of the same (snake case) name as a native method of the Java class.
macro_rules! native {
    ($class:literal, $($method:tt)+) => {
        const _: ::jni::NativeMethod = {
            use $crate::native::types::*;
            ::jni::native_method! {
                java_type = $class,
                error_policy = ThrowJava,
                type_map = {
                    unsafe FrameHandle => long,
                    unsafe SeriesHandle => long,
                    unsafe WriterHandle => long,
                    unsafe BuilderHandle => long,
                    unsafe BatchesHandle => long,
                    JSink => "io.github.polars4j.internal.Sink",
                    JSource => "io.github.polars4j.internal.Source",
                    JProgress => "io.github.polars4j.ProgressListener",
                },
                $($method)+
            }
        };
    };
}

/// What the macro above names.
pub mod types {
    pub use crate::error::ThrowJava;
    pub use crate::handle::{
        BatchesHandle, BuilderHandle, FrameHandle, SeriesHandle, WriterHandle,
    };
    pub use crate::sink::{JProgress, JSink};
    pub use crate::source::JSource;
}
