namespace Fleet.Analysis.Statistics;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    private static readonly double[] s_a =
        [-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00];

    private static readonly double[] s_b =
        [-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1];

    private static readonly double[] s_c =
        [-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00];

    private static readonly double[] s_d = [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1];

    /// <summary>Probability of a value above <paramref name="z"/>; relative error below 2e-7, far tails included.</summary>
    public static double UpperTail(double z)
    {
        // Chebyshev fit of erfc (Press et al., Numerical Recipes, 6.2).
        var x = Math.Abs(z) / Math.Sqrt(2);
        var t = 1 / (1 + (x / 2));
        var polynomial = -1.26551223 + (t * (1.00002368 + (t * (0.37409196 + (t * (0.09678418 + (t * (-0.18628806
            + (t * (0.27886807 + (t * (-1.13520398 + (t * (1.48851587 + (t * (-0.82215223 + (t * 0.17087277)))))))))))))))));
        var tail = t * Math.Exp((-x * x) + polynomial) / 2;
        return z >= 0 ? tail : 1 - tail;
    }

    /// <summary>The value that is exceeded with probability <paramref name="p"/> in (0, 1); Acklam's rational fit, relative error 1.2e-9.</summary>
    public static double UpperQuantile(double p)
    {
        const double split = 0.02425;
        p = Math.Clamp(p, double.Epsilon, 1 - 1e-16);
        if (p > 0.5)
            return -UpperQuantile(1 - p);
        if (p < split)
        {
            var q = Math.Sqrt(-2 * Math.Log(p));
            return -Horner(q, s_c) / Horner(q, s_d);
        }

        var u = 0.5 - p;
        return u * Horner(u * u, s_a) / Horner(u * u, s_b);
    }

    private static double Horner(double x, double[] coefficients)
    {
        var sum = 0.0;
        foreach (var coefficient in coefficients)
            sum = (sum * x) + coefficient;
        return sum;
    }
}
