package io.groundswell.simulation.mutation;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The product with one bug in it: its classes are loaded anew, the libraries below it are shared. */
final class MutatedProduct extends URLClassLoader {

    private static final String OURS = "io.groundswell.";

    private MutatedProduct(URL[] classPath) {
        super(classPath, MutatedProduct.class.getClassLoader());
    }

    static MutatedProduct compile(Path root, Mutation mutation, Path directory) throws IOException {
        Path source = root.resolve(mutation.source());
        String text = Files.readString(source);
        int at = text.indexOf(mutation.fragment());
        if (at < 0 || text.indexOf(mutation.fragment(), at + 1) >= 0) {
            throw new IllegalStateException("the fragment of '" + mutation + "' must be in " + mutation.source()
                    + " exactly once: " + mutation.fragment());
        }
        Path mutated = directory.resolve("source").resolve(source.getFileName());
        Path classes = directory.resolve("classes");
        Files.createDirectories(mutated.getParent());
        Files.createDirectories(classes);
        Files.writeString(mutated, text.replace(mutation.fragment(), mutation.replacement()));
        compile(mutated, classes);
        List<URL> classPath = new ArrayList<>(List.of(url(classes)));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(url(Path.of(entry)));
        }
        return new MutatedProduct(classPath.toArray(URL[]::new));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    private static void compile(Path source, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(messages, files, null, List.of("-d", classes.toString(), "-nowarn",
                    "-parameters", "-proc:none", "-cp", System.getProperty("java.class.path")), null,
                    files.getJavaFileObjects(source)).call();
            if (!done) {
                throw new IllegalStateException("the mutated " + source + " does not compile: " + messages);
            }
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
