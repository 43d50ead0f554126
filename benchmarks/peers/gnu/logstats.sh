# logstats.sh IN OUT: two mawk, each over half of the files (the tenth field is the bytes); then a merge.
set -euo pipefail
mkdir -p "$2"
export LC_ALL=C
one='{ n[$1]++; b[$1] += $10 } END { for (i in n) printf "%s\t%d\t%.0f\n", i, n[i], b[i] }'
f=("$1"/*)
half=$(((${#f[@]} + 1) / 2))
mawk "$one" "${f[@]:0:half}" > "$2/.a" &
mawk "$one" "${f[@]:half}" /dev/null > "$2/.b"
wait $!
mawk '{ n[$1] += $2; b[$1] += $3 } END { for (i in n) printf "%s\t%d\t%.0f\n", i, n[i], b[i] }' \
  "$2/.a" "$2/.b" > "$2/part-0"
rm "$2/.a" "$2/.b"
