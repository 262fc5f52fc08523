"""Whether totals that somebody published add up. Pure: text in, sentences out, no case data.

For any partnership's old report: what was printed is typed or pasted as a table, a figure a line,

    measure,row,value[,source]
    Incidents,Tipton,13
    Incidents,total,175

with a comma, a tab or a semicolon between. Each measure is one list of rows and its total; the
same total cut in two ways is two measures. Two rows named by years are compared, and a row named
"change" is what was printed of the comparison. `source` says where a figure stands.
"""
