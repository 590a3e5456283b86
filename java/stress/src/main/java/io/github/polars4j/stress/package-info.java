/**
 * Races that jcstress tries: two threads do at the same moment what the API allows to one of them,
 * and every outcome is a whole one or a refusal.
 */
@NullMarked
package io.github.polars4j.stress;

import org.jspecify.annotations.NullMarked;
