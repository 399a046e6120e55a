# Reads mentions as Parquet, with arrow or nanoparquet. Rscript tests/r/packages.R PACKAGE MENTIONS.parquet
arguments <- commandArgs(trailingOnly = TRUE)
mentions <- switch(arguments[1],
  arrow = as.data.frame(arrow::read_parquet(arguments[2])),
  nanoparquet = nanoparquet::read_parquet(arguments[2])
)
stopifnot(nrow(mentions) > 0, is.character(mentions$event_type), is.numeric(mentions$confidence))
stopifnot(is.character(mentions$cameo_code))
cat(nrow(mentions), "\n")
