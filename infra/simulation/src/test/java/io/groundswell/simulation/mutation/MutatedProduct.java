package io.groundswell.simulation.mutation;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
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
    private static final String TEMPLATE = "infra/template.yaml";
    private static final String DEFINITION = "statemachines/rollout.asl.json";

    private final Path template;

    private MutatedProduct(URL[] classPath, Path template) {
        super(classPath, MutatedProduct.class.getClassLoader());
        this.template = template;
    }

    /** The product below the root with the bug in it, made in this directory. */
    static MutatedProduct make(Path root, Mutation mutation, Path directory) throws IOException {
        String mutated = mutation.apply(root);
        List<URL> classPath = new ArrayList<>();
        Path template = root.resolve(TEMPLATE);
        if (mutation.isCode()) {
            classPath.add(url(compile(mutated, Path.of(mutation.source()).getFileName(), directory)));
        } else {
            template = directory.resolve(TEMPLATE);
            for (String file : List.of(TEMPLATE, DEFINITION)) {
                Files.createDirectories(directory.resolve(file).getParent());
                Files.copy(root.resolve(file), directory.resolve(file));
            }
            Files.writeString(directory.resolve(mutation.source()), mutated);
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            classPath.add(url(Path.of(entry)));
        }
        return new MutatedProduct(classPath.toArray(URL[]::new), template);
    }

    /** Runs {@code groundswell simulate} in it; returns the exit code. */
    int simulate(List<String> words, PrintStream out) throws ReflectiveOperationException {
        Method run = loadClass("io.groundswell.simulation.Main")
                .getDeclaredMethod("run", List.class, PrintStream.class, PrintStream.class, Path.class);
        run.setAccessible(true);
        return (int) run.invoke(null, words, out,
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), template);
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

    private static Path compile(String text, Path name, Path directory) throws IOException {
        Path source = directory.resolve("source").resolve(name);
        Path classes = directory.resolve("classes");
        Files.createDirectories(source.getParent());
        Files.createDirectories(classes);
        Files.writeString(source, text);
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
        return classes;
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
