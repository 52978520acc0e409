-- One row per even number of degrees of freedom from 2 to 62: the 5 % and 95 % quantiles of the chi-square
-- distribution, from its closed form for even degrees: 1 - exp(-x/2) * sum((x/2)^i / i!, i < degrees/2). Confidence
-- bounds need them.
--! grain: degrees_of_freedom
--! kind: view
--! version: 1
with quantiles as (
    select 2 as degrees_of_freedom, 1.025865887751e-1 as quantile_05, 5.991464547108e0 as quantile_95
    union all
    select 4 as degrees_of_freedom, 7.107230213973e-1 as quantile_05, 9.487729036781e0 as quantile_95
    union all
    select 6 as degrees_of_freedom, 1.635382894328e0 as quantile_05, 1.259158724374e1 as quantile_95
    union all
    select 8 as degrees_of_freedom, 2.732636793500e0 as quantile_05, 1.550731305587e1 as quantile_95
    union all
    select 10 as degrees_of_freedom, 3.940299136119e0 as quantile_05, 1.830703805328e1 as quantile_95
    union all
    select 12 as degrees_of_freedom, 5.226029488393e0 as quantile_05, 2.102606981748e1 as quantile_95
    union all
    select 14 as degrees_of_freedom, 6.570631383789e0 as quantile_05, 2.368479130484e1 as quantile_95
    union all
    select 16 as degrees_of_freedom, 7.961645572379e0 as quantile_05, 2.629622760486e1 as quantile_95
    union all
    select 18 as degrees_of_freedom, 9.390455080689e0 as quantile_05, 2.886929943039e1 as quantile_95
    union all
    select 20 as degrees_of_freedom, 1.085081139418e1 as quantile_05, 3.141043284423e1 as quantile_95
    union all
    select 22 as degrees_of_freedom, 1.233801457879e1 as quantile_05, 3.392443847144e1 as quantile_95
    union all
    select 24 as degrees_of_freedom, 1.384842502717e1 as quantile_05, 3.641502850181e1 as quantile_95
    union all
    select 26 as degrees_of_freedom, 1.537915658326e1 as quantile_05, 3.888513865983e1 as quantile_95
    union all
    select 28 as degrees_of_freedom, 1.692787504442e1 as quantile_05, 4.133713815143e1 as quantile_95
    union all
    select 30 as degrees_of_freedom, 1.849266098195e1 as quantile_05, 4.377297182574e1 as quantile_95
    union all
    select 32 as degrees_of_freedom, 2.007191346455e1 as quantile_05, 4.619425952028e1 as quantile_95
    union all
    select 34 as degrees_of_freedom, 2.166428071255e1 as quantile_05, 4.860236736729e1 as quantile_95
    union all
    select 36 as degrees_of_freedom, 2.326860901889e1 as quantile_05, 5.099846016571e1 as quantile_95
    union all
    select 38 as degrees_of_freedom, 2.488390438334e1 as quantile_05, 5.338354062297e1 as quantile_95
    union all
    select 40 as degrees_of_freedom, 2.650930319669e1 as quantile_05, 5.575847927889e1 as quantile_95
    union all
    select 42 as degrees_of_freedom, 2.814404949668e1 as quantile_05, 5.812403768087e1 as quantile_95
    union all
    select 44 as degrees_of_freedom, 2.978747708086e1 as quantile_05, 6.048088658234e1 as quantile_95
    union all
    select 46 as degrees_of_freedom, 3.143899526670e1 as quantile_05, 6.282962041141e1 as quantile_95
    union all
    select 48 as degrees_of_freedom, 3.309807742949e1 as quantile_05, 6.517076890357e1 as quantile_95
    union all
    select 50 as degrees_of_freedom, 3.476425168350e1 as quantile_05, 6.750480654954e1 as quantile_95
    union all
    select 52 as degrees_of_freedom, 3.643709323619e1 as quantile_05, 6.983216033985e1 as quantile_95
    union all
    select 54 as degrees_of_freedom, 3.811621806248e1 as quantile_05, 7.215321616702e1 as quantile_95
    union all
    select 56 as degrees_of_freedom, 3.980127763093e1 as quantile_05, 7.446832415931e1 as quantile_95
    union all
    select 58 as degrees_of_freedom, 4.149195447567e1 as quantile_05, 7.677780315606e1 as quantile_95
    union all
    select 60 as degrees_of_freedom, 4.318795845399e1 as quantile_05, 7.908194448785e1 as quantile_95
    union all
    select 62 as degrees_of_freedom, 4.488902356425e1 as quantile_05, 8.138101518890e1 as quantile_95
),

final as (
    select
        cast(degrees_of_freedom as bigint) as degrees_of_freedom,
        cast(quantile_05 as double) as quantile_05,
        cast(quantile_95 as double) as quantile_95
    from quantiles
)

select * from final
