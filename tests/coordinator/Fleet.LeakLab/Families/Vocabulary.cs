namespace Fleet.LeakLab.Families;

/// <summary>Names as they are met with in such processes.</summary>
internal static class Vocabulary
{
    public static readonly string[] Protocols =
    [
        "Generic Trap Receiver", "Microsoft Platform", "Arris E6000 CCAP Platform", "Cisco CBR-8 CCAP Platform", "Comstream Radyne SFC4200A-B8-P8",
        "Ateme Titan Live", "Evertz 7800 Frame", "Harmonic NSG Pro", "iDirect Platform Manager", "Newtec Dialog", "Generic Ping", "Generic SNMP.Collector",
        "Huawei U2020 NBI", "Nokia NetAct", "Appear X Platform", "Sencore MRD 4400", "Work Modem 500", "Vertiv Liebert UPS", "Ericsson RX8200", "Tektronix Sentry",
    ];

    public static readonly string[] Nouns =
    [
        "Row", "Entry", "Session", "Alarm", "Channel", "Carrier", "Modem", "Poller", "Response", "Request", "Interface", "Stream", "Counter", "Event", "Parameter",
        "Service", "Ticket", "Snapshot", "Subscriber", "Cell", "Link", "Slot", "Probe", "Trap", "Varbind", "Profile",
    ];

    public static readonly string[] Roles = ["Cache", "Parsers", "Model", "Polling", "Tables", "Api", "Buffers", "Storage", "State", "Helpers", "Communication", "Dtos"];

    /// <summary>Types of the runtime and of libraries: name, module, bytes of an object, weight by which they share the heap.</summary>
    public static readonly (string Name, string Module, double Bytes, double Weight)[] Framework =
    [
        ("System.String", "mscorlib", 64, 20), ("System.Byte[]", "mscorlib", 900, 12), ("System.Object[]", "mscorlib", 160, 9), ("System.Char[]", "mscorlib", 300, 5),
        ("System.Int32[]", "mscorlib", 120, 4), ("System.String[]", "mscorlib", 140, 3), ("System.Double", "mscorlib", 24, 2), ("System.Int32", "mscorlib", 24, 2),
        ("System.DateTime", "mscorlib", 24, 1), ("System.Collections.Hashtable", "mscorlib", 80, 1), ("System.Collections.Hashtable+bucket[]", "mscorlib", 400, 2),
        ("System.Collections.Generic.Dictionary<System.String, System.Object>", "mscorlib", 80, 1.2),
        ("System.Collections.Generic.Dictionary<System.String, System.Object>+Entry[]", "mscorlib", 600, 3),
        ("System.Collections.Generic.Dictionary<System.Int32, System.Object>+Entry[]", "mscorlib", 500, 2),
        ("System.Collections.Generic.List<System.Object>", "mscorlib", 40, 1), ("System.Collections.Generic.List<System.String>", "mscorlib", 40, 1),
        ("System.RuntimeType", "mscorlib", 56, 0.6), ("System.Reflection.RuntimeMethodInfo", "mscorlib", 112, 0.7), ("System.Action", "mscorlib", 64, 0.8),
        ("System.EventHandler", "mscorlib", 64, 0.6), ("System.Threading.Tasks.Task", "mscorlib", 72, 0.7), ("System.Threading.CancellationTokenSource", "mscorlib", 64, 0.3),
        ("System.WeakReference", "mscorlib", 24, 0.3), ("System.Text.StringBuilder", "mscorlib", 48, 0.8), ("System.Threading.TimerQueueTimer", "mscorlib", 88, 0.2),
        ("System.Threading.ManualResetEventSlim", "mscorlib", 48, 0.2), ("System.IO.MemoryStream", "mscorlib", 80, 0.3), ("System.Version", "mscorlib", 40, 0.1),
        ("System.Text.RegularExpressions.RegexNode", "System", 72, 0.8), ("System.Text.RegularExpressions.Regex", "System", 120, 0.3), ("System.Uri", "System", 64, 0.3),
        ("System.Net.HttpWebRequest", "System", 400, 0.3), ("System.Net.Sockets.Socket", "System", 200, 0.2), ("System.Xml.XmlElement", "System.Xml", 72, 1.5),
        ("System.Xml.XmlText", "System.Xml", 48, 1), ("System.Xml.NameTable+Entry[]", "System.Xml", 4000, 0.3), ("System.Xml.NameTable+Entry", "System.Xml", 40, 0.3),
        ("System.Data.DataRow", "System.Data", 96, 1.2), ("System.Data.DataTable", "System.Data", 520, 0.3), ("System.Data.DataColumn", "System.Data", 240, 0.3),
        ("System.Linq.Expressions.Expression[]", "System.Core", 64, 0.3), ("System.Func<System.Object, System.Boolean>", "mscorlib", 64, 0.3),
        ("Newtonsoft.Json.Linq.JValue", "Newtonsoft.Json", 64, 1.4), ("Newtonsoft.Json.Linq.JProperty", "Newtonsoft.Json", 72, 1), ("Newtonsoft.Json.Linq.JObject", "Newtonsoft.Json", 96, 0.7),
        ("Newtonsoft.Json.Serialization.JsonProperty", "Newtonsoft.Json", 240, 0.4), ("Skyline.DataMiner.Net.Messages.ParameterValue", "SLNetTypes", 72, 2),
        ("Skyline.DataMiner.Net.Messages.ParameterValue[]", "SLNetTypes", 200, 1), ("Skyline.DataMiner.Net.Messages.ParameterChangeEventMessage", "SLNetTypes", 120, 0.8),
        ("Skyline.DataMiner.Scripting.ConcreteSLProtocol", "SLManagedScripting", 240, 0.2), ("Skyline.DataMiner.Scripting.QActionTable", "SLManagedScripting", 96, 0.3),
        ("Skyline.DataMiner.Scripting.QActionTableRow", "SLManagedScripting", 56, 1.2), ("Skyline.DataMiner.Scripting.NotifyDataMinerCall", "SLManagedScripting", 80, 0.3),
    ];

    /// <summary>Arguments of generic framework types, where more types are wanted.</summary>
    public static readonly string[] Arguments =
    [
        "System.String", "System.Int32", "System.Int64", "System.Object", "System.Double", "System.DateTime", "System.Guid", "System.Byte[]", "System.UInt32", "System.Boolean", "System.Type",
        "Skyline.DataMiner.Net.ElementID", "System.Net.IPAddress",
    ];

    public static readonly string[] Generics = ["List<{0}>", "Dictionary<System.String, {0}>", "Dictionary<{0}, System.Object>+Entry[]", "HashSet<{0}>+Slot[]", "Queue<{0}>", "KeyValuePair<System.String, {0}>[]"];

    public static readonly string[] Services = ["SLNetService", "Billing.Api", "Orders.Worker", "Telemetry.Gateway", "IdentityServer", "Search.Indexer"];
}
