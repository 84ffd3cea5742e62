using System.Globalization;
using System.Text;

namespace Load.Fuzz;

/// <summary>Makes requests from the contract: whole ones, nearly right ones, and rubbish.</summary>
internal sealed class CaseMaker(Contract contract, Words words)
{
    private const string NeverCalled = "/api/testing/crash";
    private const int Seldom = 40;

    // After these no work is left that the others could be about.
    private static readonly string[] Sweeping = ["/api/work/prune", "/api/work/cancel"];
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "QUERY", "PROPFIND", "X"];
    private readonly Route[] routes = [.. contract.Routes.Where(route => route.Path != NeverCalled), .. contract.Routes.Where(route => route.Body is not null && route.Path != NeverCalled)];

    /// <summary>The case of a number.</summary>
    public FuzzCase Make(Random chance)
    {
        double oddity = chance.Next(4) switch { 0 => 0, 1 => 0.03, 2 => 0.1, _ => 0.3 };
        if (chance.Next(150) == 0)
        {
            return Rubbish(chance);
        }

        Route route = routes[chance.Next(routes.Length)];
        while (Sweeping.Contains(route.Path) && chance.Next(Seldom) > 0)
        {
            route = routes[chance.Next(routes.Length)];
        }

        string method = chance.NextDouble() < oddity / 3 ? Methods[chance.Next(Methods.Length)] : route.Method;
        byte[] body = BodyOf(route, chance, oddity);
        var head = new StringBuilder();
        head.Append(method).Append(' ').Append(TargetMaker.Make(route, words, chance, oddity)).Append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        foreach (string line in HeaderMaker.Lines(route, chance, oddity))
        {
            head.Append(line).Append("\r\n");
        }

        bool isMalformed = chance.NextDouble() < oddity / 15;
        if (isMalformed)
        {
            head.Append(HeaderMaker.MalformedLine(chance)).Append("\r\n");
        }

        if (body.Length > 0 && HeaderMaker.ContentType(chance, oddity) is { } type)
        {
            head.Append("Content-Type: ").Append(type).Append("\r\n");
        }

        if (chance.NextDouble() < oddity / 5)
        {
            body = chance.Next(2) == 0 ? OddBytes.Zip(body) : body;
            head.Append("Content-Encoding: ").Append(chance.Next(2) == 0 ? "gzip" : "br").Append("\r\n");
        }

        return Framed(route, method, head, body, isMalformed, chance, oddity);
    }

    private byte[] BodyOf(Route route, Random chance, double oddity)
    {
        if (route.Body is not { } schema)
        {
            return chance.NextDouble() < oddity ? Encoding.UTF8.GetBytes(OddJson.Next(chance)) : [];
        }

        byte[] body = Encoding.UTF8.GetBytes(JsonMaker.Make(contract, schema, words, chance, oddity));
        return chance.NextDouble() < oddity / 2 ? OddBytes.Spoil(body, chance) : body;
    }

    // How the body's end is said, and whether that is true.
    private static FuzzCase Framed(Route route, string method, StringBuilder head, byte[] body, bool isMalformed, Random chance, double oddity)
    {
        bool isLie = chance.NextDouble() < oddity / 15;
        if (chance.NextDouble() < oddity / 3)
        {
            head.Append("Transfer-Encoding: chunked\r\n\r\n");
            body = Chunks(body, isLie, chance);
        }
        else
        {
            int length = isLie ? chance.Next(2 * body.Length + 10) : body.Length;
            bool isLeftOut = body.Length == 0 && chance.Next(2) == 0;
            head.Append(isLeftOut ? "\r\n" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n"));
        }

        byte[] all = [.. Encoding.Latin1.GetBytes(head.ToString()), .. body];
        bool isPlain = !isMalformed && !isLie && method == route.Method;
        return new FuzzCase(route.Name, all)
        {
            IsHead = method == "HEAD",
            IsWhole = !isMalformed && !isLie,
            KeepsConnection = isPlain && !head.ToString().Contains("Expect:", StringComparison.Ordinal) && !head.ToString().Contains("pgrade", StringComparison.Ordinal),
            MayChange = method is not ("GET" or "HEAD" or "OPTIONS"),
        };
    }

    private static byte[] Chunks(byte[] body, bool isLie, Random chance)
    {
        string[] sizes = ["-1", "g", "ffffffffffffffff", "", "0x1", "1;" + new string('e', 5_000), "7fffffff", " 1 "];
        using var chunks = new MemoryStream();
        for (int at = 0; at < body.Length;)
        {
            int size = Math.Min(chance.Next(1, 400), body.Length - at);
            string said = isLie && chance.Next(3) == 0 ? sizes[chance.Next(sizes.Length)] : size.ToString("x", CultureInfo.InvariantCulture);
            chunks.Write(Encoding.ASCII.GetBytes(said + "\r\n"));
            chunks.Write(body, at, size);
            chunks.Write("\r\n"u8);
            at += size;
        }

        chunks.Write(isLie && chance.Next(2) == 0 ? "0\r"u8 : "0\r\n\r\n"u8);
        return chunks.ToArray();
    }

    private static FuzzCase Rubbish(Random chance)
    {
        string[] beginnings = ["", "GET\r\n\r\n", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "GET / HTTP/1.0\r\n\r\n", "GET /api/work HTTP/1.1\r\n\r\n", "GET * HTTP/1.1\r\nHost: x\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x16\x03\x01\x02", "GET \0 HTTP/1.1\r\n\r\n", "\r\n\r\n\r\n", "GET /api/\u00e4 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", $"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"];
        byte[] noise = new byte[chance.Next(2) == 0 ? 0 : chance.Next(2_000)];
        chance.NextBytes(noise);
        return new FuzzCase("rubbish", [.. Encoding.Latin1.GetBytes(beginnings[chance.Next(beginnings.Length)]), .. noise]) { IsWhole = false, KeepsConnection = false, MayChange = true };
    }
}
