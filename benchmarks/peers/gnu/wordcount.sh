# wordcount.sh IN OUT: two mawk, each over half of the files; then a merge of the two tables.
set -euo pipefail
mkdir -p "$2"
export LC_ALL=C
count() {
  cat "$@" | tr '\v\f\r' '   ' |
    mawk '{ for (i = 1; i <= NF; i++) n[$i]++ } END { for (w in n) print w "\t" n[w] }'
}
f=("$1"/*)
half=$(((${#f[@]} + 1) / 2))
count "${f[@]:0:half}" > "$2/.a" &
count "${f[@]:half}" /dev/null > "$2/.b"
wait $!
mawk -F '\t' '{ n[$1] += $2 } END { for (w in n) print w "\t" n[w] }' "$2/.a" "$2/.b" > "$2/part-0"
rm "$2/.a" "$2/.b"
