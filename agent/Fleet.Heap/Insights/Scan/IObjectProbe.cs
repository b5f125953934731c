namespace Fleet.Heap.Insights.Scan;

/// <summary>Looks at every object of the types that it was made for.</summary>
internal interface IObjectProbe
{
    /// <summary>Sees one. Nothing in it is to be believed: it may be damaged.</summary>
    void See(in HeapObject found);
}
