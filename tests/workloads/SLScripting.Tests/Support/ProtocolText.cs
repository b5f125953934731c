namespace SLScripting.Tests.Support;

/// <summary>Small protocols for tests.</summary>
internal static class ProtocolText
{
    /// <summary>A protocol whose parameter 2 is changed at every tick.</summary>
    public static string With(string qactions, string name = "Test Device", string version = "1.0.0.1") => $"""
        <Protocol xmlns="http://www.skyline.be/protocol">
          <Name>{name}</Name>
          <Version>{version}</Version>
          <Params>
            <Param id="2"><Name>Poll</Name><Type>dummy</Type></Param>
            <Param id="10"><Name>Counter</Name><Type>read</Type><Interprete><DefaultValue>0</DefaultValue></Interprete></Param>
          </Params>
          <QActions>{qactions}</QActions>
          <Timers><Timer id="1"><Name>Poll</Name><Time>100</Time><Content><Group>1</Group></Content></Timer></Timers>
          <Groups><Group id="1"><Name>Poll</Name><Type>poll action</Type><Content><Action>1</Action></Content></Group></Groups>
          <Actions><Action id="1"><Name>Poll</Name><On id="2">parameter</On><Type>run actions</Type></Action></Actions>
        </Protocol>
        """;

    /// <summary>A QAction that parameter 2 triggers.</summary>
    /// <param name="statements">The body of its entry method.</param>
    public static string Polling(string statements, int id = 1, string attributes = "") => $$"""
        <QAction id="{{id}}" name="Poll" encoding="csharp" triggers="2" {{attributes}}><![CDATA[
        using System;
        using Skyline.DataMiner.Scripting;
        public static class QAction
        {
            public static void Run(SLProtocol protocol)
            {
                {{statements}}
            }
        }
        ]]></QAction>
        """;

    /// <summary>A QAction that only holds code for others.</summary>
    public static string Library(string code, int id, string attributes = "") =>
        $"""<QAction id="{id}" name="Library" encoding="csharp" {attributes}><![CDATA[{code}]]></QAction>""";
}
