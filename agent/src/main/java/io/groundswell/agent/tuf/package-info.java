/**
 * The TUF client as a command line, the protocol of the official client conformance suite.
 *
 * <p>It runs the very client that the agent updates with. Metadata is kept as {@code <role>.json}, byte for byte as
 * received; a target that is there already with the promised hash is not downloaded again.
 */
package io.groundswell.agent.tuf;
