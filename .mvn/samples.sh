# Builds the samples. POSIX sh, to be sourced by their scripts; it defines functions and does nothing else. They say where
# everything is: $root, $samples, $jar; and how to fail: fail.

# Succeeds if there is a jar, and no source is newer.
is_built() {
  [ -f "$jar" ] && [ -d "$samples/target/lib" ] &&
    [ -z "$(find "$root/pom.xml" "$root/reactor-xsk/core/pom.xml" "$root/reactor-xsk/core/src/main" \
      "$samples/pom.xml" "$samples/src/main" -newer "$jar" -print 2>/dev/null | head -n 1)" ]
}

build() {
  echo "Building (the first time Maven downloads what it needs) ..."
  if ! (cd "$root" && ./mvnw -q -B -ntp -pl samples -am \
    -Dmaven.test.skip=true -DunitTests.skip=true -DkernelTests.skip=true -Djavadoc.skip=true -Dexec.skip=true package); then
    echo >&2
    fail "the build failed, for the reason above. The first build needs the network: https://repo.maven.apache.org," \
      "or a mirror of it in ~/.m2/settings.xml (and MVNW_REPOURL for Maven itself). $root must be writable."
  fi
  touch "$jar"
}
