/**
 * What must be true of every run, worked out without the product's code.
 *
 * <p>The checks read tables and answers as an auditor would: attribute by attribute. They know the rules, not how the
 * product keeps them, and share no class with it.
 */
package io.groundswell.simulation.check;
