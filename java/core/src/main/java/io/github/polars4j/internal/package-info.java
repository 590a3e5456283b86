/** What only the implementation needs; nothing here is for users. */
@NullMarked
package io.github.polars4j.internal;

import org.jspecify.annotations.NullMarked;
