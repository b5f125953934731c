#!/usr/bin/env bash
# Builds everything and runs every test. The last line reads: N passed, N failed, N skipped.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

# What the tests use besides the SDK, as "command:package".
needed=(setpriv:util-linux)
missing=()
for entry in "${needed[@]}"; do
  command -v "${entry%%:*}" >/dev/null || missing+=("${entry##*:}")
done
if ((${#missing[@]})); then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq "${missing[@]}" >/dev/null
  else
    echo "test.sh: not installed and not installable here: ${missing[*]}; tests that need them are skipped" >&2
  fi
fi
if ! command -v dotnet >/dev/null; then
  echo "test.sh: the .NET 10 SDK is missing: install it from https://dot.net and put dotnet on the PATH" >&2
  exit 1
fi

# One compiler for all projects, and not a new one for each: that halves the build. It is ours alone, and ends before the tests run.
compiler="fleet-test-$$"
stop_compiler() {
  local sdk
  sdk=$(dotnet --info | sed -n 's/^ *Base Path: *//p')
  dotnet "${sdk}Roslyn/bincore/VBCSCompiler.dll" -shutdown "-pipename:$compiler" >/dev/null 2>&1 || true
}
trap stop_compiler EXIT
dotnet build Fleet.sln --configuration Debug -nodeReuse:false --verbosity quiet -p:UseSharedCompilation=true "-p:SharedCompilationId=$compiler"
stop_compiler

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0 skipped=0 broken=0
for project in $(find tests -name '*.Tests.csproj' | sort); do
  name=$(basename "$project" .csproj)
  xml="$results/$name.xml"
  echo "== $name"
  code=0
  "artifacts/bin/$name/debug/$name" -nologo -result-xml "$xml" || code=$?
  if [ ! -s "$xml" ]; then
    echo "test.sh: $name ended with exit code $code and left no results" >&2
    broken=$((broken + 1))
    continue
  fi
  count() { grep -o "<assembly [^>]*" "$xml" | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | head -1; }
  passed=$((passed + $(count passed))) failed=$((failed + $(count failed))) skipped=$((skipped + $(count skipped)))
  # A run can fail without a failed test (an error in a fixture, a crash at the end).
  if [ "$code" != 0 ] && [ "$(count failed)" = 0 ]; then broken=$((broken + 1)); fi
done

failed=$((failed + broken))
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
