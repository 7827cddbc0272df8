/** Import first: what functions log while they are tested is nobody's to read. The logger reads it when it is made. */
process.env.POWERTOOLS_LOG_LEVEL = "SILENT";
process.env.POWERTOOLS_METRICS_DISABLED = "true";
