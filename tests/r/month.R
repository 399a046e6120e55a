# Reads mentions as CSV and as JSON Lines, checks types and offsets, counts by dyad and month, and draws a PNG.
# Rscript tests/r/month.R MENTIONS.csv MENTIONS.jsonl DOCUMENTS.csv PLOT.png
paths <- commandArgs(trailingOnly = TRUE)

classes <- c(cameo_code = "character", time_value = "character", event_mode = "character")
mentions <- read.csv(paths[1], colClasses = classes, encoding = "UTF-8", na.strings = "")
documents <- read.csv(paths[3], colClasses = "character", encoding = "UTF-8", na.strings = "")

# Types: codes are text with their leading zeros, numbers are numbers, flags are words.
stopifnot(is.character(mentions$cameo_code), all(nchar(mentions$cameo_code) >= 2, na.rm = TRUE))
stopifnot(any(startsWith(mentions$cameo_code, "0"), na.rm = TRUE))
stopifnot(is.numeric(mentions$intensity), is.numeric(mentions$confidence), all(mentions$confidence <= 1))
stopifnot(is.integer(mentions$trigger_start), !anyNA(mentions$event_mention_id), !anyDuplicated(mentions$event_mention_id))
stopifnot(!any(mentions$actor_country == "NA", na.rm = TRUE))

# Offsets: half-open and counted in code points from 0, as R's substr counts from 1 and takes both ends.
text <- documents$text[match(mentions$document_id, documents$document_id)]
stopifnot(any(nchar(text, "chars") != nchar(text, "bytes")))
stopifnot(substr(text, mentions$trigger_start + 1, mentions$trigger_end) == mentions$trigger_text)
stopifnot(substr(text, mentions$sentence_start + 1, mentions$sentence_end) == mentions$text)

# Compound parties are joined with ";": one row a pair of countries.
split_codes <- function(codes) lapply(strsplit(ifelse(is.na(codes), "", codes), ";", fixed = TRUE), function(x) unique(x[x != ""]))
pairs <- mapply(
  function(from, to, n) {
    if (length(to) == 0) to <- from # reciprocal acts have all parties as actors
    if (length(from) < 1 || length(to) < 1) return(NULL)
    both <- expand.grid(from = from, to = to, stringsAsFactors = FALSE)
    both <- both[both$from != both$to, ]
    if (nrow(both)) cbind(both, row = n) else NULL
  },
  split_codes(mentions$actor_country), split_codes(mentions$recipient_country), seq_len(nrow(mentions)),
  SIMPLIFY = FALSE
)
pairs <- do.call(rbind, pairs)
pairs$month <- substr(mentions$document_creation_time[pairs$row], 1, 7)
counts <- aggregate(row ~ from + to + month, data = pairs, FUN = length)
names(counts)[4] <- "mentions"
print(counts, row.names = FALSE)
stopifnot(sum(counts$mentions[counts$from == "NOR" & counts$to == "ISL"]) >= 10)

# JSON Lines has the whole record; every mention is in both.
if (requireNamespace("jsonlite", quietly = TRUE)) {
  whole <- jsonlite::stream_in(file(paths[2], encoding = "UTF-8"), verbose = FALSE)
  stopifnot(setequal(whole$event_mention_id, mentions$event_mention_id))
  stopifnot(is.data.frame(whole$actors[[1]]), is.numeric(whole$trigger$start))
} else {
  message("not checked: the R package jsonlite is not installed")
}

# The plot: intensity by day of report, hostile below the line.
day <- as.Date(substr(mentions$document_creation_time, 1, 10))
daily <- aggregate(mentions$intensity, list(day = day), mean)
png(paths[4], width = 900, height = 480, res = 110)
par(mar = c(3, 4, 2.5, 1), las = 1)
plot(daily$day, daily$x, type = "h", lwd = 6, lend = 1, col = ifelse(daily$x < 0, "#d1495b", "#2a9d6f"), xaxt = "n",
     ylim = c(-10, 10), xlab = "", ylab = "mean intensity (PLOVER)", bty = "n")
axis.Date(1, daily$day, at = seq(min(daily$day), max(daily$day), by = "week"), format = "%d %b")
abline(h = 0, col = "grey60")
title("Norway and Iceland, March 2031 (invented)", font.main = 1, cex.main = 1.1)
invisible(dev.off())
