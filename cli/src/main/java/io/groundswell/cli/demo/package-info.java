/**
 * The main job shown for real: a stack on this machine, a ceremony, devices that verify and apply, a good rollout and
 * a bad one.
 *
 * <p>Nothing is canned: each step checks what it observed and the demo fails, saying what was expected and seen, when
 * it was something else.
 */
package io.groundswell.cli.demo;
