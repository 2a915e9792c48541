# The table of the slices that count-packets prints: per packet, over the last four slices of each.
$1 == "slice" {
  if (!($2 in count)) names[++runs] = $2
  n = count[$2]++
  packets[$2, n] = $3
  total[$2, n] = $4
  user[$2, n] = $5
}

END {
  printf "\n%-34s %8s %8s %18s %18s\n", "instructions a packet", "user", "total", "user, less C's", "total, less C's"
  label["c"] = "C reference, batch 32"
  label["empty"] = "ours, writer writes nothing"
  label["written"] = "ours, writer writes 60 bytes"
  label["young"] = "ours, first compiler only"
  label["zero-copy-c"] = "C reference, zero-copy, batch 32"
  label["zero-copy-empty"] = "ours, zero-copy, writes nothing"
  label["zero-copy-polled"] = "ours, zero-copy, busy polling"
  label["zero-copy-written"] = "ours, zero-copy, writes 60 bytes"
  for (r = 1; r <= runs; r++) {
    name = names[r]
    p = t = u = 0
    for (n = count[name] - 4; n < count[name]; n++) {
      p += packets[name, n]
      t += total[name, n]
      u += user[name, n]
    }
    userOf[name] = u / p
    totalOf[name] = t / p
    c = name ~ /^zero-copy/ ? "zero-copy-c" : "c"
    if (name == c || !(c in userOf)) printf "%-34s %8.0f %8.0f\n", label[name], u / p, t / p
    else {
      printf "%-34s %8.0f %8.0f %18.0f %18.0f\n", label[name], u / p, t / p, u / p - userOf[c], t / p - totalOf[c]
    }
  }
}
