package io.groundswell.local.template;

/** The template, or a parameter given for it, asks for something that is wrong or that LocalCloud does not implement. */
public final class TemplateRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A refusal that names the place in the template and says what was expected there. */
    public TemplateRefused(String path, String problem) {
        super(path + ": " + problem);
    }
}
