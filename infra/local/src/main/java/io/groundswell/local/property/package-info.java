/**
 * Strict reading of a template's resource properties.
 *
 * <p>Every property is either used, or on its resource's list of those without meaning on one machine, or refused by name with its path. The values
 * are the plain maps, lists and scalars that a resolved template consists of.
 */
package io.groundswell.local.property;
