/** How threads end: interrupted, awaited, and told of when they do not heed it. */
package io.groundswell.local.threads;
