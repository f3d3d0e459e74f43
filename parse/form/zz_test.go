package form
import ("testing";"os";"strings";"fmt")
func TestZZ(t *testing.T){
 c:=builtinForTest(t)
 b,_:=os.ReadFile("/tmp/prv/titles.txt")
 for _,l:=range strings.Split(strings.TrimSpace(string(b)),"\n"){
  l=strings.TrimSpace(l)
  src,rest,_:=strings.Cut(l," ")
  title,want,_:=strings.Cut(rest,"=")
  ms:=c.Title(title)
  if len(ms)==0 { ms=c.Contents(title)}
  got:=""
  for _,m:=range ms { got+=m.Kind+"/"+m.Sure.String()+" " }
  ok := len(ms)==1 && ms[0].Kind==want
  mark:="  "
  if !ok {mark="!!"} else if ms[0].Sure!=Declared && !strings.HasPrefix(src,"N") {mark="D "} else if ms[0].Sure==Weak {mark="w "}
  if mark!="  " {fmt.Println(mark,src,title,"want",want,"got",got)}
 }
}
