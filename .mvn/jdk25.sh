# Finds the JDK 25 that builds and tests reactor-xsk. POSIX sh, to be sourced; it defines functions and does nothing else.
#
#   jdk25_home        prints the home of a JDK 25, or fails in silence
#   jdk25_require     sets and exports JAVA25_HOME: finds a JDK 25, else installs one, else says what to install and fails
#   jdk25_for_maven   jdk25_require, and sets JAVA_HOME to it, for Maven itself runs on it

# Prints the feature number ("25") of the Java in directory $1, or fails.
jdk25_feature_of() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] || return 1
  _jdk25_version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release" 2>/dev/null) || :
  if [ -z "$_jdk25_version" ]; then
    _jdk25_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p')
  fi
  _jdk25_version=${_jdk25_version#1.}
  _jdk25_version=${_jdk25_version%%[!0-9]*}
  [ -n "$_jdk25_version" ] && printf '%s\n' "$_jdk25_version"
}

# Prints the home of the java in PATH, or fails.
jdk25_path_home() {
  _jdk25_java=$(command -v java) || return 1
  _jdk25_java=$(readlink -f "$_jdk25_java" 2>/dev/null) || return 1
  printf '%s\n' "${_jdk25_java%/bin/java}"
}

jdk25_home() (
  set +f # a caller may have turned pathname expansion off
  for home in "${JAVA25_HOME-}" "${JAVA_HOME-}" "$(jdk25_path_home)" \
    /usr/lib/jvm/* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* /opt/java/* /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && [ -x "$home/bin/javac" ] && [ "$(jdk25_feature_of "$home")" = 25 ]; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
)

# Installs a JDK 25 where that is a matter of one command: as root on a Debian or Ubuntu whose package lists have one.
jdk25_install() {
  command -v apt-get >/dev/null 2>&1 || return 1
  [ "$(id -u)" = 0 ] || return 1
  echo "No JDK 25 here: looking for one in the package lists of this machine." >&2
  apt-get update -qq >&2 || :
  for _jdk25_package in openjdk-25-jdk-headless temurin-25-jdk; do
    if [ -n "$(apt-cache madison "$_jdk25_package" 2>/dev/null)" ]; then
      echo "Installing $_jdk25_package." >&2
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$_jdk25_package" >&2
      return
    fi
  done
  return 1
}

jdk25_explain() {
  cat >&2 <<'END'

reactor-xsk is built with JDK 25, and there is none here.
Looked in: JAVA25_HOME, JAVA_HOME, PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks, /opt, /Library/Java.

Install one of these, then run the command again:
  Debian 13, Ubuntu 24.04 and later   sudo apt-get install openjdk-25-jdk-headless
  Fedora                              sudo dnf install java-25-openjdk-devel
  Debian 12 and others                Eclipse Temurin 25, https://adoptium.net/installation/
  without root                        sdk install java 25-tem   (https://sdkman.io)
or unpack a JDK 25 anywhere and say where it is:  export JAVA25_HOME=/path/to/jdk-25

END
}

jdk25_require() {
  if ! JAVA25_HOME=$(jdk25_home); then
    unset JAVA25_HOME
    if ! jdk25_install || ! JAVA25_HOME=$(jdk25_home); then
      jdk25_explain
      return 1
    fi
  fi
  export JAVA25_HOME
}

jdk25_for_maven() {
  jdk25_require || return 1
  JAVA_HOME=$JAVA25_HOME
  export JAVA_HOME
}
