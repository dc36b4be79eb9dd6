/** Functions of the small stack in {@code sample/template.yaml}, written as a product's functions would be. */
package io.groundswell.local.sample;
