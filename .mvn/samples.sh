# Builds the samples. POSIX sh, to be sourced by their scripts after these have set $root, $samples and $program, and
# defined fail. It sets $module and $jar, and defines functions.
#
# A program NAME is started by samples/NAME and built in samples/programs/NAME.

module=$samples/programs/$program
jar=$module/target/reactor-xsk-samples-$program.jar

# Succeeds if there is a jar, and no source is newer.
is_built() {
  [ -f "$jar" ] && [ -d "$module/target/lib" ] &&
    [ -z "$(find "$root/pom.xml" "$root"/reactor-xsk/pom.xml "$root"/reactor-xsk/*/pom.xml "$root"/reactor-xsk/*/src/main \
      "$samples/pom.xml" "$module/pom.xml" "$module/src/main" -newer "$jar" -print 2>/dev/null | head -n 1)" ]
}

build() {
  echo "Building (the first time Maven downloads what it needs) ..."
  if ! (cd "$root" && ./mvnw -q -B -ntp -pl "samples/programs/$program" -am \
    -Dmaven.test.skip=true -DunitTests.skip=true -DkernelTests.skip=true -Djavadoc.skip=true -Dspotless.check.skip=true package); then
    echo >&2
    fail "the build failed, for the reason above. The first build needs the network: https://repo.maven.apache.org," \
      "or a mirror of it in ~/.m2/settings.xml (and MVNW_REPOURL for Maven itself). $root must be writable."
  fi
  touch "$jar"
}
