# grep.sh IN OUT: two greps at a time, each with its own output, since parallel writers would tear lines.
set -euo pipefail
mkdir -p "$2"
export LC_ALL=C out=$2
ls "$1"/* | xargs -P 2 -I{} sh -c 'grep -ohE "[a-z]+_lock_irqsave" {} > "$out/.$(basename {})" || [ $? = 1 ]'
cat "$2"/.[!.]* | sort | uniq -c | awk '{ print $2 "\t" $1 }' > "$2/part-0"
rm "$2"/.[!.]*
