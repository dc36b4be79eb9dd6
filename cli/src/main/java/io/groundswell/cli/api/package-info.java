/**
 * The operator API as a client sees it: JSON over HTTP, signed with Signature Version 4.
 */
package io.groundswell.cli.api;
