-- 1. What do bodies spend on employment services, year by year? 万元
SELECT organization, year, phase, code, name, total, basic, project, page
FROM budget_by_function
WHERE table_kind = 'general_public' AND section = '20801' AND item IS NOT NULL
ORDER BY organization, year, phase, code;

-- 2. What fell most from one year to the next, and what became new or is gone? 万元
SELECT organization, year, code, name, prior, amount, change, percent, link
FROM year_over_year
WHERE table_kind = 'general_public' AND measure = 'total' AND length(code) = 7 AND link <> 'none'
ORDER BY change IS NULL, change
LIMIT 5;

-- 3. Which statements of the prose do the tables or last year's document contradict?
SELECT organization, year, page, subject, stated, printed, stated_change, stated_percent
FROM claims_against_tables
WHERE status = 'fails'
ORDER BY organization, year, page;

-- 4. Which checks fail, and where?
SELECT severity, check_name, organization, year, page, code, expected, actual, message
FROM open_findings;

-- 5. The "three public" expenses of each body, 万元
SELECT organization, year, phase, sangong, overseas, vehicle, reception, budgeted
FROM sangong
ORDER BY organization, year, phase;
