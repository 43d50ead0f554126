# sort.sh IN OUT: one total order of records of 100 bytes, each a line, cut into 8 files.
set -euo pipefail
mkdir -p "$2"
export LC_ALL=C
bytes=$(stat -c %s "$1"/* | awk "{ n += \$1 } END { print n }")
sort --parallel=2 -S 4G "$1"/* | split -l $(((bytes / 100 + 7) / 8)) -d - "$2/part-"
