package io.holdfast.inspection.job;

import io.holdfast.ConfigurationException;
import io.holdfast.stream.StreamingJob;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Loads the classes of a job anew each time that it is made, as a new process would: static fields
 * do not survive a simulated crash. May be used by many threads.
 */
public final class JobClasses {
  private final String className;
  private final URL[] classPath;
  private final URLClassLoader files;
  private final Map<String, Optional<byte[]>> contents = new ConcurrentHashMap<>();

  private JobClasses(String className, URL[] classPath) {
    this.className = className;
    this.classPath = classPath;
    this.files = new URLClassLoader(classPath, null);
  }

  /**
   * Names a job.
   *
   * @param job {@code app.jar#com.acme.MyJob}, {@code classes/#com.acme.MyJob}, or only the class
   *     if this program has it
   * @param more jars and directories with further classes
   * @throws ConfigurationException if a file is not there, or the class is in none
   */
  public static JobClasses of(String job, List<Path> more) {
    int hash = job.lastIndexOf('#');
    String name = job.substring(hash + 1);
    List<URL> urls = new ArrayList<>();
    if (hash >= 0) {
      urls.add(url(Path.of(job.substring(0, hash))));
    } else {
      urls.add(ownSource(name));
    }
    more.forEach(path -> urls.add(url(path)));
    return new JobClasses(name, urls.toArray(URL[]::new));
  }

  /** The full name of the job's class. */
  public String className() {
    return className;
  }

  /**
   * Makes the job, with its classes loaded anew.
   *
   * @throws ConfigurationException if there is no such class, it is none of a job, or it cannot be
   *     made
   */
  public StreamingJob job() {
    return make(className, StreamingJob.class);
  }

  /**
   * Makes something else that lies with the job or is Holdfast's own, by its constructor without
   * arguments.
   *
   * @throws ConfigurationException as {@link #job}
   */
  public <T> T make(String name, Class<T> type) {
    try {
      Class<?> loaded = Class.forName(name, true, new ChildFirst());
      if (!type.isAssignableFrom(loaded)) {
        throw new ConfigurationException(
            "The class " + name + " does not implement " + type.getName() + ".");
      }
      return type.cast(loaded.getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      throw new ConfigurationException(
          "There is no class " + name + " in " + places() + ". Write jar#package.Class.");
    } catch (NoSuchMethodException e) {
      throw new ConfigurationException(
          "The class " + name + " has no public constructor without arguments. Give it one.");
    } catch (IllegalAccessException | InstantiationException e) {
      throw new ConfigurationException(
          "The class " + name + " cannot be made: it is not public, or abstract.");
    } catch (InvocationTargetException e) {
      throw new ConfigurationException(
          "The constructor of " + name + " has thrown " + e.getCause() + ".");
    } catch (ExceptionInInitializerError e) {
      throw new ConfigurationException(
          "The static initializer of " + name + " has thrown " + e.getCause() + ".");
    } catch (LinkageError e) {
      throw new ConfigurationException(
          "The class "
              + name
              + " needs a class that is not there: "
              + e.getMessage()
              + ". Add its jar with --class-path.");
    }
  }

  /** Read once, however often it is loaded. */
  private Optional<byte[]> read(String name) {
    URL file = files.findResource(name.replace('.', '/') + ".class");
    if (file == null) {
      return Optional.empty();
    }
    try (InputStream in = file.openStream()) {
      return Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new ConfigurationException("The class " + name + " cannot be read: " + e + ".");
    }
  }

  private String places() {
    List<String> places = new ArrayList<>();
    for (URL url : classPath) {
      places.add(url.getPath());
    }
    return String.join(", ", places);
  }

  private static URL ownSource(String name) {
    if (name.endsWith(".jar") || name.indexOf('/') >= 0) {
      throw new ConfigurationException(
          "The job " + name + " names no class. Write jar#package.Class.");
    }
    try {
      CodeSource source =
          Class.forName(name, false, JobClasses.class.getClassLoader())
              .getProtectionDomain()
              .getCodeSource();
      if (source != null) {
        return source.getLocation();
      }
    } catch (ClassNotFoundException e) {
      // Said below.
    }
    throw new ConfigurationException(
        "There is no class " + name + " here. Say in which jar it is: app.jar#" + name + ".");
  }

  private static URL url(Path path) {
    if (!Files.exists(path)) {
      throw new ConfigurationException("The jar or directory " + path + " does not exist.");
    }
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new ConfigurationException("The path " + path + " is not usable: " + e.getMessage());
    }
  }

  /**
   * Looks into the job's own class path first; but a job that was packed together with Holdfast
   * runs on the Holdfast that looks at it.
   */
  private final class ChildFirst extends ClassLoader {
    private static final Pattern OURS =
        Pattern.compile("(io\\.holdfast\\.(?!examples\\.)|org\\.slf4j\\.).*");

    ChildFirst() {
      super(JobClasses.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null) {
          loaded = own(name);
        }
        return loaded == null ? super.loadClass(name, resolve) : loaded;
      }
    }

    private Class<?> own(String name) {
      if (OURS.matcher(name).matches()) {
        return null;
      }
      return contents
          .computeIfAbsent(name, JobClasses.this::read)
          .map(bytes -> defineClass(name, bytes, 0, bytes.length))
          .orElse(null);
    }

    @Override
    public URL getResource(String name) {
      boolean ours = OURS.matcher(name.replace('/', '.')).matches();
      URL own = ours ? null : files.findResource(name);
      return own == null ? super.getResource(name) : own;
    }

    @Override
    protected URL findResource(String name) {
      return files.findResource(name);
    }
  }
}
