/**
 * Reads the SAM template and says what it asks for, in types.
 *
 * <p>The template is the only wiring, so nothing in it may be passed over: a section, resource type, property, attribute
 * or intrinsic function is either used here, or listed in {@link io.groundswell.local.template.DeployedOnly} with the
 * reason why one machine has no use for it, or refused by name before anything is started.
 */
package io.groundswell.local.template;
