# Codes a text from R, and asks a ledger. Rscript tests/r/reticulate.R LEDGER
library(reticulate)
newsledger <- import("newsledger")
table <- newsledger$code("Kenyan police arrested two smugglers in Lamu on Monday, a magistrate said.", date = "2031-03-12")
mention <- table[0]
stopifnot(mention$event_type == "COERCE", mention$trigger$text == "arrested")

ledger <- import("newsledger.ledger")
answer <- ledger$run_query(
  ledger$Ledger(commandArgs(trailingOnly = TRUE)[1]),
  "select event_type, count(*) as n, avg(intensity) as intensity from event_mentions group by all order by all"
)
types <- as.data.frame(lapply(answer$to_pydict(), unlist))
stopifnot(is.character(types$event_type), is.numeric(types$n), is.numeric(types$intensity), sum(types$n) > 50)
print(types)
